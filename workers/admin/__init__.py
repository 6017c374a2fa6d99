from workers.admin.cohort import CohortAdmin
from workers.admin.earning import EarningAdmin
from workers.admin.enrollment import EnrollmentAdmin
from workers.admin.income_month import IncomeMonthAdmin
from workers.admin.month_closing import MonthClosingAdmin
from workers.admin.people_import import PeopleImportAdmin
from workers.admin.program import ProgramAdmin
from workers.admin.user import UserAdmin
from workers.admin.worker import WorkerAdmin

__all__ = [
    "CohortAdmin",
    "EarningAdmin",
    "EnrollmentAdmin",
    "IncomeMonthAdmin",
    "MonthClosingAdmin",
    "PeopleImportAdmin",
    "ProgramAdmin",
    "UserAdmin",
    "WorkerAdmin",
]
