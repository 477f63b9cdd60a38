"""`python -m benchmarks`: sets Django up, then runs the parts."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.config.settings")
django.setup()

from benchmarks.run import main  # noqa: E402 - tables are known only now

sys.exit(main(sys.argv[1:]))
