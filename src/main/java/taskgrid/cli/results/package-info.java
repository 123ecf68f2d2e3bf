/**
 * Results as bytes: {@code text}, {@code jsonl} and {@code csv}, exactly as people's scripts rely
 * on. Knows results and streams, nothing of commands. Start at {@link
 * taskgrid.cli.results.ResultFormat}.
 */
@NullMarked
package taskgrid.cli.results;

import org.jspecify.annotations.NullMarked;
