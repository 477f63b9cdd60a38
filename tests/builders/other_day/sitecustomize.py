"""Read by Python before anything else where this folder is on the path: the process's clock begins on another day, and goes on."""

import os
from datetime import datetime

import time_machine

time_machine.travel(datetime.fromisoformat(os.environ["OTHER_DAY"]), tick=True).start()
