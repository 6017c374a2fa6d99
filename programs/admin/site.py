from django.contrib.admin import AdminSite


class HidaneAdminSite(AdminSite):
    """The town's own admin."""


site = HidaneAdminSite()
