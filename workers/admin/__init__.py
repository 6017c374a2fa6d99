from workers.admin.application import ApplicationAdmin
from workers.admin.attendance import AttendanceAdmin
from workers.admin.call import CallAdmin
from workers.admin.cohort import CohortAdmin
from workers.admin.contact import ContactAdmin
from workers.admin.course import CourseAdmin
from workers.admin.course_session import CourseSessionAdmin
from workers.admin.dated_tables import IncomeThresholdAdmin, MinimumWageAdmin
from workers.admin.earning import EarningAdmin
from workers.admin.enrollment import EnrollmentAdmin
from workers.admin.fee_rule import PlatformFeeRuleAdmin
from workers.admin.follow_up import FollowUpAdmin
from workers.admin.income_month import IncomeMonthAdmin
from workers.admin.later_state import LaterStateAdmin
from workers.admin.month_closing import MonthClosingAdmin
from workers.admin.outcome import OutcomeAdmin
from workers.admin.people_import import PeopleImportAdmin
from workers.admin.program import ProgramAdmin
from workers.admin.skill import SkillAdmin
from workers.admin.supporter import SupporterAdmin
from workers.admin.survey import SurveyAdmin
from workers.admin.user import UserAdmin
from workers.admin.worker import WorkerAdmin

__all__ = [
    "ApplicationAdmin",
    "AttendanceAdmin",
    "CallAdmin",
    "CohortAdmin",
    "ContactAdmin",
    "CourseAdmin",
    "CourseSessionAdmin",
    "EarningAdmin",
    "EnrollmentAdmin",
    "FollowUpAdmin",
    "IncomeMonthAdmin",
    "IncomeThresholdAdmin",
    "LaterStateAdmin",
    "MinimumWageAdmin",
    "MonthClosingAdmin",
    "OutcomeAdmin",
    "PeopleImportAdmin",
    "PlatformFeeRuleAdmin",
    "ProgramAdmin",
    "SkillAdmin",
    "SupporterAdmin",
    "SurveyAdmin",
    "UserAdmin",
    "WorkerAdmin",
]
