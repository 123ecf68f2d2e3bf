/** Commands, run by real shells. */
package taskgrid.program;
