from workers.models.application import Application
from workers.models.application_step import ApplicationStep
from workers.models.assessment import Assessment
from workers.models.attendance import Attendance
from workers.models.attendee import Attendee
from workers.models.availability import Availability, TimeOff
from workers.models.contact import Contact
from workers.models.dated_tables import IncomeThreshold, MinimumWage, PlatformFeeRule
from workers.models.earning import Earning
from workers.models.earning_change import EarningChange
from workers.models.enrollment import Enrollment
from workers.models.enrollment_stage import EnrollmentStage
from workers.models.erasure_request import ErasureRequest
from workers.models.evidence import Evidence
from workers.models.expense import Expense
from workers.models.follow_up import FollowUp
from workers.models.funnel_step import FunnelStep
from workers.models.income_month import IncomeMonth
from workers.models.later_state import LaterState
from workers.models.matter import Matter, Message, ReadMark
from workers.models.month_closing import MonthClosing
from workers.models.month_plan import MonthPlan
from workers.models.outcome import Outcome
from workers.models.pause import Pause
from workers.models.people_import import PeopleImport
from workers.models.plan_wish import PlanWish
from workers.models.reminder import Reminder
from workers.models.skill_check import SkillCheck
from workers.models.statement_import import StatementImport, StatementMapping
from workers.models.supporter import Supporter
from workers.models.survey_response import SurveyAnswer, SurveyResponse
from workers.models.worker import Worker
from workers.models.worker_preference import WorkerPreference

__all__ = [
    "Application",
    "ApplicationStep",
    "Assessment",
    "Attendance",
    "Attendee",
    "Availability",
    "Contact",
    "Earning",
    "EarningChange",
    "Enrollment",
    "EnrollmentStage",
    "ErasureRequest",
    "Evidence",
    "Expense",
    "FollowUp",
    "FunnelStep",
    "IncomeMonth",
    "IncomeThreshold",
    "LaterState",
    "Matter",
    "Message",
    "MinimumWage",
    "MonthClosing",
    "MonthPlan",
    "Outcome",
    "Pause",
    "PeopleImport",
    "PlanWish",
    "PlatformFeeRule",
    "ReadMark",
    "Reminder",
    "SkillCheck",
    "StatementImport",
    "StatementMapping",
    "Supporter",
    "SurveyAnswer",
    "SurveyResponse",
    "TimeOff",
    "Worker",
    "WorkerPreference",
]
