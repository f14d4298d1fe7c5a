/**
 * The command line on clusters of real processes: submitted as a user submits it, with faults while
 * it runs. Part of the build only with the profile {@code clusters}.
 */
package org.tributary.clusters;
