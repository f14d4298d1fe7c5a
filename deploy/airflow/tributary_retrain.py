"""Airflow DAG that retrains a model every night with Tributary. For Airflow 2 and 3.

A DAG run is one retraining: its tries have one name, so a try after a failure goes on from the checkpoint of the one
before it, and a try of a run that was done changes nothing. Copy this file to the DAGs folder, and set the Airflow
variables or edit the constants. See deploy/docs/deployment.md.
"""

import logging
import os
import re
import subprocess
from datetime import datetime, timedelta

try:  # Airflow 3
    from airflow.providers.standard.operators.python import PythonOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.python import PythonOperator
from airflow.exceptions import AirflowException, AirflowFailException

LAUNCHER = os.environ.get("TRIBUTARY_LAUNCHER", "/opt/tributary/deploy/bin/tributary")
CONFIGURATION = os.environ.get("TRIBUTARY_CONFIGURATION", "/etc/tributary/churn.conf")
SUBMIT_OPTIONS = os.environ.get("TRIBUTARY_SUBMIT_OPTIONS", "").split()
"""Options of spark-submit, such as --master yarn; with them, LAUNCHER has to be tributary-submit. In client mode, the
exit code is that of the command on every cluster."""

OUTCOMES = {0: "promoted", 7: "kept"}
HOPELESS = {
    2: "the configuration is invalid",
    3: "the data cannot be read or is invalid",
    4: "the registry or a checkpoint cannot be read or written",
    5: "training diverged",
    8: "the data was refused; the report of the run has the reasons",
}
BUSY = 9
TERMINATION_SECONDS = 60

log = logging.getLogger(__name__)


def run_name(run_id):
    """Returns the name of a DAG run as one of Tributary, without the characters that it does not allow."""
    return re.sub(r"[^A-Za-z0-9._+-]", "-", run_id)[:100]


def command(run_id):
    """Returns the command of a DAG run."""
    submit = [*SUBMIT_OPTIONS, "--"] if SUBMIT_OPTIONS else []
    return [LAUNCHER, *submit, "retrain", CONFIGURATION, "retrain.run=" + run_name(run_id)]


def retrain(run_id):
    """Runs the command, and returns "promoted" or "kept", which becomes the XCom of the task.

    Data that was refused, and what another try cannot change, fail without another try.
    """
    words = command(run_id)
    log.info("Running %s", words)
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, encoding="utf-8", errors="replace")
    try:
        for line in process.stdout:
            log.info("%s", line.rstrip())
        code = process.wait()
    finally:
        # A task that is stopped stops the command, which writes a last checkpoint.
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(TERMINATION_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
    if code in OUTCOMES:
        log.info("The retraining ended with %d: %s", code, OUTCOMES[code])
        return OUTCOMES[code]
    if code in HOPELESS:
        raise AirflowFailException(f"tributary retrain ended with {code}: {HOPELESS[code]}")
    reason = "another process retrains this model" if code == BUSY else "see its output above"
    raise AirflowException(f"tributary retrain ended with {code}: {reason}")


with DAG(
    dag_id="tributary_retrain",
    description="Retrains a model, and promotes the new one if it is better",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    tags=["tributary"],
) as dag:
    PythonOperator(
        task_id="retrain",
        python_callable=retrain,
        op_kwargs={"run_id": "{{ run_id }}"},
        retries=3,
        retry_delay=timedelta(minutes=2),
        max_active_tis_per_dag=1,
    )
