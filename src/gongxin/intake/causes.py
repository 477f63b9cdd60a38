"""Groups findings by their cause, so that a clerk reads 12 causes and not 900 errors; it decides nothing."""
