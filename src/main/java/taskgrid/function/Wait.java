package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;

/** Lets a duration pass and answers the rest of its argument. */
final class Wait extends BuiltIn {
  private final Pause pause;

  Wait(String help, Pause pause) {
    super(help);
    this.pause = pause;
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context)
      throws InvalidTask, InterruptedException {
    pause.nanos(duration(input).toNanos());
    return value(input);
  }

  @Override
  byte[] foresee(byte[] argument) throws InvalidTask {
    duration(argument);
    return value(argument);
  }

  private Duration duration(byte[] argument) throws InvalidTask {
    int from = Words.skipBlanks(argument, 0, argument.length);
    int to = Words.wordEnd(argument, from, argument.length);
    Duration duration = Durations.parseOrNull(new String(argument, from, to - from, UTF_8));
    if (duration == null) {
      throw new InvalidTask(
          "%s needs a duration such as 250ms, 5s or 1m30s, got %s"
              .formatted(name(), IntegerArguments.got(Arrays.copyOfRange(argument, from, to))));
    }
    return duration;
  }

  /** All after the duration and one separator. */
  private static byte[] value(byte[] argument) {
    int from = Words.skipBlanks(argument, 0, argument.length);
    int to = Words.wordEnd(argument, from, argument.length);
    return Arrays.copyOfRange(argument, Math.min(to + 1, argument.length), argument.length);
  }

  @Override
  void checkBound(byte[] bound) throws InvalidTask {
    byte[] value = foresee(bound);
    if (value.length > 0) {
      throw new InvalidTask(
          name() + " takes nothing but a duration in a chain, got " + Quote.bytes(bound));
    }
  }
}
