package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  @Test
  void whatWasWrittenIsRead() {
    RandomCases.check(
        2_000,
        random -> {
          ByteWriter out = new ByteWriter();
          List<Runnable> reads = new ArrayList<>();
          ByteReader[] in = new ByteReader[1];
          for (int i = random.nextInt(20); i >= 0; i--) {
            long number = RandomCases.magnitude(random, 63) * (random.nextBoolean() ? 1 : -1);
            byte[] bytes = RandomCases.bytes(random, 100);
            String text = random.nextInt(4) == 0 ? null : new String(bytes, UTF_8);
            out.u8((int) number).varint(number).zigzag(number).fixed32((int) number);
            out.fixed64(number).string(text).bytes(bytes).raw(bytes, 0, bytes.length);
            reads.add(
                () -> {
                  assertThat(in[0].u8()).isEqualTo((int) number & 0xFF);
                  assertThat(in[0].varint()).isEqualTo(number);
                  assertThat(in[0].zigzag()).isEqualTo(number);
                  assertThat(in[0].fixed32()).isEqualTo((int) number);
                  assertThat(in[0].fixed64()).isEqualTo(number);
                  assertThat(in[0].string()).isEqualTo(text);
                  assertThat(in[0].bytes()).isEqualTo(bytes);
                  assertThat(in[0].skip(bytes.length) + bytes.length).isEqualTo(in[0].position());
                });
          }
          assertThat(out.toByteArray()).hasSize(out.size());
          in[0] = new ByteReader(out.toByteArray());
          reads.forEach(Runnable::run);
          in[0].end();
        });
  }

  @Test
  void theExtremesOfNumbersComeBack() {
    for (long number : new long[] {0, 1, 127, 128, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      ByteReader in = new ByteReader(new ByteWriter().varint(number).zigzag(number).toByteArray());

      assertThat(in.varint()).isEqualTo(number);
      assertThat(in.zigzag()).isEqualTo(number);
      in.end();
    }
  }

  @Test
  void aLengthBeyondWhatIsThereIsRefusedBeforeAnythingIsMade() {
    for (long length : new long[] {2, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
      byte[] bytes = new ByteWriter().varint(length).u8(7).toByteArray();

      refused(() -> new ByteReader(bytes).bytes(), "cut short");
      refused(() -> new ByteReader(bytes).skipBytes(), "cut short");
    }
    byte[] text = new ByteWriter().varint(Long.MAX_VALUE).u8(7).toByteArray();
    refused(() -> new ByteReader(text).string(), "cut short");
  }

  @Test
  void aNumberOfMoreThan64BitsIsRefused() {
    byte[] bytes = new byte[20];
    java.util.Arrays.fill(bytes, (byte) 0xFF);
    refused(() -> new ByteReader(bytes).varint(), "more than 64 bits");
    bytes[9] = 2;
    refused(() -> new ByteReader(bytes).varint(), "more than 64 bits");
  }

  @Test
  void nothingIsReadBeyondTheLimit() {
    byte[] bytes = new byte[16];
    refused(() -> new ByteReader(bytes, 0, 7, "stub").fixed64(), "stub cannot be read at byte 0");
    refused(() -> new ByteReader(bytes, 0, 3, "stub").fixed32(), "4 bytes wanted, 3 there");
    refused(() -> new ByteReader(bytes, 5, 5, "stub").u8(), "at byte 5");
    refused(() -> new ByteReader(bytes, 0, 3, "stub").end(), "3 bytes too many");
  }

  @Test
  void aMissingTextIsRefusedWhereOneMustBe() {
    refused(() -> new ByteReader(new byte[1]).text(), "a text is missing");
  }

  private static void refused(Runnable read, String why) {
    assertThatExceptionOfType(LayoutException.class)
        .isThrownBy(read::run)
        .withMessageContaining(why);
  }
}
