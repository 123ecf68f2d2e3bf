/**
 * The grid as jobs see it, over a Hazelcast instance: a submitter's client, or an embedded member.
 * Start at {@link taskgrid.grid.client.Connection}.
 */
@NullMarked
package taskgrid.grid.client;

import org.jspecify.annotations.NullMarked;
