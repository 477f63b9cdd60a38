"""What the HTTP server calls. It decides nothing."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.config.settings")

application = get_wsgi_application()
