/**
 * Models in Spark SQL: {@link org.tributary.driver.sql.TributaryExtensions} adds the function
 * {@code tributary_predict} to a session.
 *
 * <p>Imports {@code source} and {@code store}.
 */
package org.tributary.driver.sql;
