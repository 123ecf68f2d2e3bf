package taskgrid.real.inside;

import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** The agent's entry: opens the log of executions, weaves the witness in, answers questions. */
public final class Observer {
  private Observer() {}

  /**
   * @param folder where the log and the port of the answers are written, each named by the process
   */
  public static void premain(String folder, Instrumentation instrumentation) throws IOException {
    long pid = ProcessHandle.current().pid();
    Witness.writesTo(new ExecutionLog(executions(Path.of(folder), pid)));
    new AgentBuilder.Default()
        .type(
            nameStartsWith("taskgrid.function.")
                .and(hasSuperType(named("taskgrid.function.TaskFunction"))))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(Witness.class).on(named("applyBytes").and(not(isAbstract())))))
        .installOn(instrumentation);
    Answers.begin(port(Path.of(folder), pid));
  }

  /** The log of what a process ran. */
  public static Path executions(Path folder, long pid) {
    return folder.resolve(pid + ".executions");
  }

  /** Holds the port where a process answers questions. */
  public static Path port(Path folder, long pid) {
    return folder.resolve(pid + ".port");
  }
}
