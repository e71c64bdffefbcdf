package io.gantry.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BodyPropertyTest {

    @Property
    void shouldKeepTheBeginningAndCountAll(
            @ForAll @Size(max = 8) List<byte[]> parts, @ForAll @IntRange(max = 60) int most) {
        Body body = new Body(most);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int taken = 0;

        for (byte[] part : parts) {
            taken += body.wanted(Buffer.buffer(part));
            body.add(Buffer.buffer(part));
            all.writeBytes(part);
        }

        byte[] beginning = Arrays.copyOf(all.toByteArray(), Math.min(most, all.size()));
        assertThat(body.bytes()).isEqualTo(beginning);
        assertThat(body.kept()).isEqualTo(beginning.length).isEqualTo(taken);
        assertThat(body.size()).isEqualTo(all.size());
    }
}
