/**
 * Running what is stored, without Hazelcast: an {@link taskgrid.grid.run.OpenBatch} knows which of
 * its lines are claimed and ended, the {@link taskgrid.grid.run.Dispatcher} decides what a free
 * slot runs, a {@link taskgrid.grid.run.Slot} runs it and {@link taskgrid.grid.run.Delivery} holds
 * every claim until an owner has its result safe. Start at the dispatcher. May use layout,
 * function, task and the keys of the package above.
 */
@NullMarked
package taskgrid.grid.run;

import org.jspecify.annotations.NullMarked;
