import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A server is production unless it is told otherwise; the demo and the tests do not start here.
os.environ.setdefault("DEBUG", "false")

application = get_wsgi_application()
