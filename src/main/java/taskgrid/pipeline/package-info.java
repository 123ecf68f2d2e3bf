/** Pipelines: files that describe stages, each of which becomes a job fed by the one before. */
@NullMarked
package taskgrid.pipeline;

import org.jspecify.annotations.NullMarked;
