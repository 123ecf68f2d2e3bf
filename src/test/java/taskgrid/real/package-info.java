/**
 * Tests on real processes, started through bin/ as people start them. Start at {@link
 * taskgrid.real.RealGrid}.
 */
package taskgrid.real;
