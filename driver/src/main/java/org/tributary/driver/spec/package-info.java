/**
 * What a job is: immutable specs, which every other part takes as its configuration.
 *
 * <p>Key types: {@link org.tributary.driver.spec.JobSpec} and the specs in it; {@link
 * org.tributary.driver.spec.Limits}, the largest values of numbers; {@link
 * org.tributary.driver.spec.InvalidConfiguration}, which lists every problem of a job that is
 * refused. Specs can be created by any front end; {@code config} reads them from HOCON. This
 * package imports worker-core, and no other package of the driver, nothing of Spark and no parser.
 */
package org.tributary.driver.spec;
