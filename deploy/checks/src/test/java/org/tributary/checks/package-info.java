/**
 * Checks of the files that deploy Tributary on platforms that this machine does not have: schemas
 * of Kubernetes and its operators, shellcheck, systemd, a container file, and a DAG of Airflow.
 */
package org.tributary.checks;
