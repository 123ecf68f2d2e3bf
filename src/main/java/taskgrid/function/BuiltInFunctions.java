package taskgrid.function;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The functions that every member has. */
public final class BuiltInFunctions implements FunctionSource {
  private final Map<String, TaskFunction> functions = new LinkedHashMap<>();

  /**
   * @param random asked by each thread for a generator of its own
   * @param sleeping waits without the processor
   * @param spinning waits with it
   * @param hosts what {@code host} looks up; null on a member without a table
   */
  public BuiltInFunctions(
      Supplier<? extends RandomGenerator> random,
      Pause sleeping,
      Pause spinning,
      @Nullable HostTable hosts) {
    List<BuiltIn> all =
        List.of(
            new Echo(),
            new Calculation("double N: twice N", 1, Math::addExact, BigInteger::add),
            new Calculation("square N: N times N", 1, Math::multiplyExact, BigInteger::multiply),
            new Calculation("add N M: N plus M", 2, Math::addExact, BigInteger::add),
            new Calculation(
                "subtract N M: N minus M", 2, Math::subtractExact, BigInteger::subtract),
            new Calculation(
                "multiply N M: N times M", 2, Math::multiplyExact, BigInteger::multiply),
            new RandomInteger(random),
            new Wait(
                "sleep DURATION [VALUE]: the value, after waiting without using the processor",
                sleeping),
            new Wait(
                "spin DURATION [VALUE]: the value, after using the processor for that long",
                spinning),
            new Fail(),
            new WhoAmI(),
            new Host(hosts, sleeping));
    all.forEach(function -> functions.put(function.name(), function));
  }

  /** The functions as members run them. */
  public static BuiltInFunctions with(@Nullable HostTable hosts) {
    return new BuiltInFunctions(ThreadLocalRandom::current, Pause::sleep, Pause::spin, hosts);
  }

  @Override
  public @Nullable TaskFunction find(String name, String job) {
    return functions.get(name);
  }

  @Override
  public Collection<TaskFunction> all() {
    return Collections.unmodifiableCollection(functions.values());
  }
}
