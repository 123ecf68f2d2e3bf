/**
 * Taskgrid for Java: {@link taskgrid.Taskgrid} runs tasks on a grid, {@link taskgrid.Member} is a
 * member of one. They wire what is below and hold no logic of their own; the command line uses
 * these and nothing beside them.
 */
@NullMarked
package taskgrid;

import org.jspecify.annotations.NullMarked;
