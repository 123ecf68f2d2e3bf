package taskgrid.real.inside;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;

/** The agent's entry: opens the log of executions, puts the witness in, answers questions. */
public final class Observer {
  /** Folder of the jar with the functions' classes into which the witness is woven. */
  public static final String WOVEN = "woven";

  private Observer() {}

  /**
   * @param folder where the log and the port of the answers are written, each named by the process
   */
  public static void premain(String folder, Instrumentation instrumentation) throws IOException {
    long pid = ProcessHandle.current().pid();
    Witness.writesTo(new ExecutionLog(executions(Path.of(folder), pid)));
    instrumentation.addTransformer(new WovenClasses());
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

  private static final class WovenClasses implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] file) {
      if (name == null || !name.startsWith("taskgrid/function/")) {
        return null;
      }
      try (InputStream woven =
          Observer.class.getResourceAsStream("/" + WOVEN + "/" + name + ".class")) {
        return woven == null ? null : woven.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
