package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gantry.oip.InferParameter;
import io.gantry.oip.ModelInferRequest;
import io.gantry.proxy.route.ModelFinder.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class GrpcModelFinderPropertyTest {

    private static final Outcome MORE = new Outcome.More();

    @Property
    void shouldFindTheModelWhereverTheMessageIsCutAndWhereverItStands(
            @ForAll("fields") List<byte[]> before,
            @ForAll @StringLength(min = 1, max = 200) String model,
            @ForAll("fields") List<byte[]> after) {
        byte[] name = ModelInferRequest.newBuilder().setModelName(model).build().toByteArray();
        byte[] call = framed(before, List.of(name), after);
        // What cannot be said in UTF-8 comes back as protobuf sent it.
        Outcome expected = new Outcome.Found(parsed(name).getModelName());

        for (int cut = 0; cut <= call.length; cut++) {
            assertThat(read(call, cut)).isEqualTo(expected);
        }
    }

    @Property
    void shouldSayThatThereIsNone(@ForAll("fields") List<byte[]> fields) {
        byte[] call = framed(fields);

        for (int cut = 0; cut <= call.length; cut++) {
            assertThat(read(call, cut)).isEqualTo(new Outcome.Missing());
        }
    }

    @Property
    void shouldJudgeAnyBytes(@ForAll byte[] bytes) {
        Outcome whole = read(bytes, 0);

        for (int cut = 1; cut <= bytes.length; cut++) {
            assertThat(read(bytes, cut)).isEqualTo(whole);
        }
    }

    @Example
    void shouldReadNoFurtherThanTheModel() {
        byte[] call =
                framed(
                        List.of(
                                ModelInferRequest.newBuilder()
                                        .setModelName("m")
                                        .build()
                                        .toByteArray()));
        ByteBuffer bytes = ByteBuffer.allocate(call.length + 100).put(call).rewind();

        assertThat(ModelFinder.ofCall().feed(bytes)).isEqualTo(new Outcome.Found("m"));
        assertThat(bytes.remaining()).isEqualTo(100);
    }

    @Example
    void shouldRefuseWhatItCannotRead() {
        assertThat(read(new byte[] {1, 0, 0, 0, 1}, 0)).isInstanceOf(Outcome.Broken.class);
        assertThat(read(new byte[] {0, 0, 0, 0, 2, 0x0a, 5}, 0)).isInstanceOf(Outcome.Broken.class);
        assertThat(read(new byte[] {0, 0, 0, 0, 2, 0x08, 5}, 0)).isInstanceOf(Outcome.Broken.class);
        assertThat(read(new byte[] {0, 0, 0, 0, 2, 0x0b, 5}, 0)).isInstanceOf(Outcome.Broken.class);
        assertThat(read(new byte[] {0, 0, 0, 0, 9, 0x0a, 4}, 0)).isInstanceOf(Outcome.Broken.class);
        assertThat(read(new byte[] {0, 0, 0, 8, 0, 0x0a, (byte) 0x81, 0x08}, 0))
                .isEqualTo(new Outcome.Broken("'model_name' is longer than 1024 bytes"));
    }

    private static ModelInferRequest parsed(byte[] message) {
        try {
            return ModelInferRequest.parseFrom(message);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Outcome read(byte[] call, int cut) {
        ModelFinder finder = ModelFinder.ofCall();
        Outcome first = finder.feed(ByteBuffer.wrap(Arrays.copyOfRange(call, 0, cut)));
        if (!first.equals(MORE)) {
            return first;
        }
        Outcome second = finder.feed(ByteBuffer.wrap(Arrays.copyOfRange(call, cut, call.length)));
        return second.equals(MORE) ? finder.end() : second;
    }

    @SafeVarargs
    private static byte[] framed(List<byte[]>... fields) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (List<byte[]> some : fields) {
            some.forEach(message::writeBytes);
        }
        return ByteBuffer.allocate(5 + message.size())
                .put((byte) 0)
                .putInt(message.size())
                .put(message.toByteArray())
                .array();
    }

    /// Fields that are not the model's name, of all types.
    @Provide
    Arbitrary<List<byte[]>> fields() {
        Arbitrary<byte[]> known =
                Combinators.combine(
                                Arbitraries.strings().ascii().ofMaxLength(5),
                                Arbitraries.longs(),
                                Arbitraries.integers().between(0, 300))
                        .as((id, number, size) ->
                                ModelInferRequest.newBuilder()
                                        .setId(id)
                                        .putParameters(
                                                "p",
                                                InferParameter.newBuilder()
                                                        .setInt64Param(number)
                                                        .build())
                                        .addRawInputContents(ByteString.copyFrom(new byte[size]))
                                        .build()
                                        .toByteArray());
        Arbitrary<byte[]> unknown =
                Arbitraries.of(
                        new byte[] {0x58, (byte) 0xff, (byte) 0xff, 1},
                        new byte[] {0x58, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
                        new byte[] {0x59, 1, 2, 3, 4, 5, 6, 7, 8},
                        new byte[] {0x5d, 1, 2, 3, 4},
                        new byte[] {0x5a, 0});
        return Arbitraries.oneOf(known, unknown).list().ofMaxSize(3);
    }
}
