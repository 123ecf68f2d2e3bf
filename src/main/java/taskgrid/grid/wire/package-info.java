/**
 * What travels between members and from submitters: keys, one operation and one client message that
 * carry our own bytes, the ticket, and the encoding of requests and replies. Nothing else of ours
 * crosses the wire, and nothing of it is Java serialization.
 */
@NullMarked
package taskgrid.grid.wire;

import org.jspecify.annotations.NullMarked;
