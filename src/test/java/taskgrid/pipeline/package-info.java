@NullMarked
package taskgrid.pipeline;

import org.jspecify.annotations.NullMarked;
