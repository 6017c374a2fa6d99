from workers.models.earning import Earning
from workers.models.enrollment import Enrollment
from workers.models.income_month import IncomeMonth
from workers.models.month_closing import MonthClosing
from workers.models.month_plan import MonthPlan
from workers.models.pause import Pause
from workers.models.worker import Worker

__all__ = ["Earning", "Enrollment", "IncomeMonth", "MonthClosing", "MonthPlan", "Pause", "Worker"]
