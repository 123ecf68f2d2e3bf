package taskgrid.real;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import taskgrid.real.inside.Question;

/**
 * Kills, stops, continues, adds and drains the members of a grid at random, and knows what it did
 * to each.
 */
final class Chaos {
  private static final String[] MEMBER = {"--slots", "4", "--memory", "256m"};

  private final RealGrid grid;
  private final Observation observation;
  private final ChaosOptions options;
  private final Random random;

  /** Opened when nothing more shall happen. */
  private final CountDownLatch over;

  private final int places;
  private final Map<Integer, Life> alive = new TreeMap<>();
  private final List<Life> lives = new ArrayList<>();
  private final Map<Upheaval.Kind, Integer> done = new EnumMap<>(Upheaval.Kind.class);

  Chaos(RealGrid grid, Observation observation, ChaosOptions options, CountDownLatch over) {
    this.grid = grid;
    this.observation = observation;
    this.options = options;
    this.random = new Random(options.seed());
    this.over = over;
    this.places = options.members() + 1;
  }

  /** Starts the first members. */
  void begin() throws Exception {
    grid.launch(options.members(), MEMBER);
    grid.awaitFormed();
    for (int place = 0; place < options.members(); place++) {
      lives(place, grid.member(place));
    }
    awaitSafe();
  }

  /** Returns when the time is over or somebody says so, with all members that are left one grid. */
  void rage() throws Exception {
    long began = System.nanoTime();
    while (System.nanoTime() - began < options.time().toNanos() && over.getCount() > 0) {
      Upheaval next = Upheaval.next(random, taken(), free(), options.twoAtOnce());
      long then = System.nanoTime();
      long from = System.currentTimeMillis();
      bring(next);
      if (!options.twoAtOnce()) {
        awaitSafe();
      }
      long to = System.currentTimeMillis();
      alive.values().forEach(life -> life.sawMoves(from, to));
      say(next, then - began, System.nanoTime() - then);
      done.merge(next.kind(), 1, Integer::sum);
      pass(next.calm());
    }
    awaitSafe();
  }

  private void say(Upheaval next, long at, long took) {
    Figures.say(
        "chaos at %.1f s: %s %s%s, safe after %.1f s: members at %s",
        at / 1e9,
        next.kind(),
        next.places(),
        next.lasts().isZero() ? "" : " for " + next.lasts().toMillis() + " ms",
        took / 1e9,
        taken());
  }

  private void bring(Upheaval next) throws Exception {
    int place = next.places().get(0);
    switch (next.kind()) {
      case KILL -> {
        for (int each : next.places()) {
          alive.remove(each).kill();
        }
      }
      case BLINK, SILENCE -> {
        Life stopped = alive.get(place);
        stopped.stop(() -> pass(next.lasts()), this::awaitSafe);
        if (alive.size() == 2) {
          alive.values().forEach(life -> life.wasOneHalfWith(stopped));
        }
      }
      case ADD -> add(place);
      case TERMINATE -> {
        RealMember leaving = alive.remove(place).member();
        leaving.terminate();
        leaving.process().ended().exits(0);
      }
      case DRAIN -> {
        RealMember leaving = alive.remove(place).member();
        grid.taskgrid("member", "drain", leaving.address()).exits(0);
        leaving.process().ended().exits(0);
      }
    }
  }

  private void add(int place) throws Exception {
    RealMember member = grid.launchAt(place, MEMBER);
    lives(place, member);
    member.awaitReady();
  }

  private void lives(int place, RealMember member) {
    Life life = new Life(member);
    alive.put(place, life);
    lives.add(life);
  }

  private void pass(Duration time) throws InterruptedException {
    over.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void awaitSafe() throws Exception {
    observation.awaitSafe(alive.values().stream().map(Life::member).toList());
  }

  private List<Integer> taken() {
    return List.copyOf(alive.keySet());
  }

  private List<Integer> free() {
    List<Integer> free = new ArrayList<>();
    for (int place = 0; place < places; place++) {
      if (!alive.containsKey(place)) {
        free.add(place);
      }
    }
    return free;
  }

  /** All that were ever started. */
  List<Life> lives() {
    return lives;
  }

  Map<Upheaval.Kind, Integer> done() {
    return done;
  }

  /** The answer of each member that is left. */
  List<Long> ask(Question question) throws Exception {
    List<Long> answers = new ArrayList<>();
    for (Life life : alive.values()) {
      answers.add(observation.ask(life.member(), question));
    }
    return answers;
  }
}
