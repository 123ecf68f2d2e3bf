/**
 * Store, deal, run on the owner, keep results. This package is the door: {@link taskgrid.grid.Grid}
 * is the grid as jobs see it. Behind it: {@code layout} (bytes), {@code run} (claims, slots,
 * batches), {@code log} (results and readers), {@code wire} (what travels), {@code node} (a member)
 * and {@code client} (a submitter's connection). Only these import com.hazelcast; they may use
 * {@code function} and {@code task}.
 */
@NullMarked
package taskgrid.grid;

import org.jspecify.annotations.NullMarked;
