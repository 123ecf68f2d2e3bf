package taskgrid.real.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ways in which a task takes its member's JVM down. Any function's argument may ask for one. */
public enum Poison {
  EXIT(7) {
    @Override
    void work() {
      System.exit(exitCode());
    }
  },
  HALT(8) {
    @Override
    void work() {
      Runtime.getRuntime().halt(exitCode());
    }
  },
  /** Java ends a JVM with this code when the first request for memory is refused. */
  HEAP(3) {
    @Override
    void work() {
      List<byte[]> all = new ArrayList<>();
      while (all.add(new byte[1 << 20])) {
        Thread.onSpinWait();
      }
    }
  };

  private final int exitCode;
  private final byte[] argument = ("poison:" + name()).getBytes(UTF_8);

  Poison(int exitCode) {
    this.exitCode = exitCode;
  }

  /** What a task's argument must be. */
  public String argument() {
    return new String(argument, UTF_8);
  }

  /** What the member's process ends with. */
  public int exitCode() {
    return exitCode;
  }

  abstract void work();

  /** Does what the argument of a task asks for; of all others nothing. */
  static void take(byte[] argument) {
    if (argument.length > 0 && argument[0] == 'p') {
      for (Poison poison : values()) {
        if (Arrays.equals(argument, poison.argument)) {
          poison.work();
        }
      }
    }
  }
}
