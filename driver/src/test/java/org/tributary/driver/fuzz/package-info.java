/** Seeded random damage of what the program reads, for the tests of every reader. */
package org.tributary.driver.fuzz;
