package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import taskgrid.task.GridException;

/** Packs a batch once more from its file, and makes sure that it is the same as before. */
final class Rereading {
  private final LineMeaning meaning;
  private final LineFilter filter;
  private final int maxLine;

  Rereading(LineMeaning meaning, LineFilter filter, int maxLine) {
    this.meaning = meaning;
    this.filter = filter;
    this.maxLine = maxLine;
  }

  byte[] bytesOf(SentBatch batch) throws GridException {
    byte[] kept = batch.bytes;
    if (kept != null) {
      return kept;
    }
    byte[] read = read(batch.packed);
    if (SentBatch.checksum(read) != batch.checksum) {
      throw changed(batch.packed);
    }
    return read;
  }

  private byte[] read(PackedBatch packed) throws GridException {
    Input input = packed.input();
    try (InputStream in = input.openAt(packed.offset())) {
      StreamBlocks blocks = new StreamBlocks(input.name(), in, packed.length());
      LineReader lines = new LineReader(blocks, maxLine, packed.offset());
      Packer packer = Packer.again(lines, meaning, filter, List.of(input), packed);
      while (packer.fill(Integer.MAX_VALUE) == Packer.Fill.DRY) {
        // A file is never dry for long.
      }
      if (packer.isEmpty()) {
        throw changed(packed);
      }
      return packer.take().bytes();
    } catch (IOException e) {
      throw new GridException("cannot read " + input.name() + " again: " + e.getMessage(), e);
    }
  }

  private static GridException changed(PackedBatch packed) {
    return new GridException(
        "%s was changed while its job ran: lines %d to %d of the job were lost and cannot be sent again"
            .formatted(packed.input().name(), packed.first(), packed.last()));
  }
}
