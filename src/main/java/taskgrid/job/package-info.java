/**
 * A submitted file of tasks: how it is sent, its facts, and how its results are read.
 *
 * <p>Start at {@link taskgrid.job.Jobs}. The way in: {@link taskgrid.job.Submitter} takes lines
 * from {@link taskgrid.job.LineReader}, packs them with {@link taskgrid.job.Packer} into batches as
 * large as {@link taskgrid.job.BatchSizer} says, and gives each to the member that {@link
 * taskgrid.job.Dealer} picks. The way back: {@link taskgrid.job.Pulls} asks every member for what
 * is new, {@link taskgrid.job.GridResultReader} turns it into results, each task once, in one of
 * two orders.
 *
 * <p>Two actors, each of one thread: the submitter's own, and whoever reads results. They share
 * nothing but what says so; all else goes through their {@link taskgrid.job.Mailbox}. May use
 * {@code taskgrid.grid.Grid} and the layout, functions, and tasks; never com.hazelcast.
 */
@NullMarked
package taskgrid.job;

import org.jspecify.annotations.NullMarked;
