package taskgrid.grid.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.task.Source;
import taskgrid.task.Stage;

/**
 * Makes the items of pipelines' sources. The owner of a source's facts drives it. Before it stores
 * items it writes down which, over what it wrote last and only if nobody else has written
 * meanwhile; so numbers have neither gaps nor doubles, whoever drives. Who takes over stores what
 * was written down last once more: under the same key, where a second time changes nothing.
 *
 * <p>Guarded by its monitor, which is held while it blocks.
 */
final class SourceDrive {
  private static final Logger LOG = LogManager.getLogger(SourceDrive.class);

  /** Items that are stored together at most. */
  private static final int MOST = 256;

  /** So many batches in a row have one route: what is left of them is one range. */
  private static final int IN_A_ROW = 32;

  private final Facts facts;
  private final Places places;
  private final Clock clock;
  private final Map<String, Driven> driven = new HashMap<>();

  /** What jobs have whose facts are here; null if they are no sources, or have ended. */
  private final Map<String, @Nullable Source> known = new HashMap<>();

  /** The facts of sources that this member owns. All block. */
  interface Facts {
    List<String> own();

    @Nullable JobFacts read(String job);

    /** Whether no more items are wanted. */
    boolean drained(String job);

    void seal(String job, long tasks, long lastLine, boolean cutShort);

    /** What was written down last; null if nothing. */
    byte @Nullable [] reserved(String job);

    /** Writes over what was there; false if something else is there by now. */
    boolean reserve(String job, byte @Nullable [] before, byte[] now);
  }

  /** Where items go. */
  interface Places {
    /** A route to this member; below 0 if there is none now. */
    int route();

    /** Whether enough waits here. */
    boolean isFull(String job);

    /** Stores items; blocks until they are safe. */
    void store(BatchKey key, byte[] batch);
  }

  /** A source that is driven from here. */
  private static final class Driven {
    private final Source source;
    private byte @Nullable [] reserved;
    private long next = 1;
    private double dueMillis;
    private int route = -1;

    /** How often the route has been used. */
    private int stored;

    Driven(Source source) {
      this.source = source;
    }
  }

  SourceDrive(Facts facts, Places places, Clock clock) {
    this.facts = facts;
    this.places = places;
    this.clock = clock;
  }

  /** Looks which sources there are to drive; called every second. Blocks. */
  synchronized void find() {
    Set<String> own = new HashSet<>(facts.own());
    driven.keySet().retainAll(own);
    known.keySet().retainAll(own);
    for (String job : own) {
      Source source = known.get(job);
      if (source != null || !known.containsKey(job)) {
        JobFacts read = facts.read(job);
        if (read != null) {
          find(job, read);
        }
      }
    }
  }

  private void find(String job, JobFacts read) {
    Stage stage = read.options().stage();
    Source source = stage == null || read.sealed() || read.forgotten() ? null : stage.source();
    known.put(job, source);
    if (source == null) {
      driven.remove(job);
      return;
    }
    if (!driven.containsKey(job)) {
      driven.put(job, takeOver(job, source));
    }
    if (read.cancelled() || facts.drained(job)) {
      end(job, driven.remove(job), read.cancelled());
    }
  }

  private Driven takeOver(String job, Source source) {
    Driven taken = new Driven(source);
    taken.dueMillis = clock.millis();
    taken.reserved = facts.reserved(job);
    if (taken.reserved != null) {
      Reserved last = Reserved.read(taken.reserved);
      store(job, source, last);
      taken.next = last.first() + last.count();
      LOG.info("source of job {} goes on with item {}", job, taken.next);
    }
    return taken;
  }

  private void end(String job, @Nullable Driven ended, boolean cutShort) {
    if (ended != null) {
      facts.seal(job, ended.next - 1, ended.next - 1, cutShort);
    }
  }

  /** Makes what is due; called every few milliseconds. Blocks. */
  synchronized void drive() {
    for (Map.Entry<String, Driven> entry : Map.copyOf(driven).entrySet()) {
      String job = entry.getKey();
      Driven source = entry.getValue();
      try {
        int items = due(source, places.isFull(job));
        if (items > 0 && !make(job, source, items)) {
          driven.remove(job);
        }
        if (source.source.count() > 0 && source.next > source.source.count()) {
          driven.remove(job);
          end(job, source, false);
        }
      } catch (RuntimeException e) {
        // Nobody knows what was written: the next look finds out.
        driven.remove(job);
        throw e;
      }
    }
  }

  /** What could not be made in time for want of room is not made later. */
  private int due(Driven source, boolean full) {
    double every = source.source.every().toNanos() / 1e6;
    long now = clock.millis();
    int items = 0;
    if (full) {
      source.dueMillis = Math.max(source.dueMillis, now);
    } else if (every == 0) {
      items = MOST;
    } else {
      while (items < MOST && source.dueMillis <= now) {
        items++;
        source.dueMillis += every;
      }
    }
    long count = source.source.count();
    return count == 0 ? items : (int) Math.min(items, count - source.next + 1);
  }

  /** Returns false if somebody else drives the source. */
  private boolean make(String job, Driven source, int items) {
    if (source.route < 0 || source.stored++ >= IN_A_ROW) {
      source.route = places.route();
      source.stored = 1;
    }
    if (source.route < 0) {
      return true;
    }
    Reserved reserved = new Reserved(source.next, items, source.route);
    byte[] bytes = reserved.bytes();
    if (!facts.reserve(job, source.reserved, bytes)) {
      return false;
    }
    store(job, source.source, reserved);
    source.reserved = bytes;
    source.next += items;
    return true;
  }

  private void store(String job, Source source, Reserved items) {
    byte[] line = source.line().getBytes(UTF_8);
    BatchBuilder batch = new BatchBuilder(items.first() - 1, items.first());
    for (int item = 0; item < items.count(); item++) {
      batch.add(line, 0, line.length, true);
    }
    places.store(new BatchKey(job, 0, items.first(), items.route()), batch.build());
  }

  /** Items that were about to be stored. */
  private record Reserved(long first, int count, int route) {
    static Reserved read(byte[] bytes) {
      ByteReader in = new ByteReader(bytes);
      return new Reserved(in.varint(), (int) in.varint(), (int) in.zigzag());
    }

    byte[] bytes() {
      return new ByteWriter().varint(first).varint(count).zigzag(route).toByteArray();
    }
  }
}
