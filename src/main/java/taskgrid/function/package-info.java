/**
 * The task language and the functions that it names: text in, text out. It knows no grid. It may
 * use {@code taskgrid.task} and nothing above; Jackson reads its JSON lines.
 *
 * <p>Start at {@link taskgrid.function.TaskLanguage}, which turns a line into a {@link
 * taskgrid.function.TaskCall}; what a call runs is a {@link taskgrid.function.TaskFunction}, which
 * comes from a {@link taskgrid.function.FunctionSource} such as {@link
 * taskgrid.function.BuiltInFunctions}. A {@link taskgrid.function.Chain} is a function made of
 * functions. {@link taskgrid.function.LineCheck} tells what would be wrong with a line, without
 * running it.
 */
@NullMarked
package taskgrid.function;

import org.jspecify.annotations.NullMarked;
