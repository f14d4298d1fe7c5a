"""The operator that calls a function."""

from datetime import timedelta

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException


class PythonOperator:
    """Calls a function with templated arguments, and again after failures, as the scheduler would."""

    def __init__(self, *, task_id, python_callable, op_kwargs, retries, retry_delay, max_active_tis_per_dag):
        assert isinstance(retry_delay, timedelta)
        self.python_callable, self.op_kwargs, self.retries = python_callable, op_kwargs, retries
        self.max_active_tis_per_dag = max_active_tis_per_dag
        DAG.current.tasks[task_id] = self

    def run(self, run_id):
        """Returns how the task ends, the number of tries, and its last message or result."""
        kwargs = {key: value.replace("{{ run_id }}", run_id) for key, value in self.op_kwargs.items()}
        for tries in range(1, self.retries + 2):
            try:
                return "success", tries, self.python_callable(**kwargs)
            except AirflowFailException as failure:
                return "failed", tries, str(failure)
            except AirflowException as failure:
                last = str(failure)
        return "failed", tries, last
