package io.gantry.loader.fetch.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {

    private static final String HEAD = "version https://git-lfs.github.com/spec/v1\n";
    private static final String OID = "0123456789abcdef".repeat(4);

    @Property
    void shouldReadEveryPointer(@ForAll @LongRange(min = 0, max = 1L << 50) long size) {
        String text =
                HEAD + "ext-0-foo sha256:" + OID + "\noid sha256:" + OID + "\nsize " + size + "\n";

        assertThat(LfsPointer.parse(text.getBytes(UTF_8))).contains(new LfsPointer(OID, size));
    }

    @Property
    void shouldTakeNothingElseForAPointer(@ForAll @Size(max = 2000) byte[] content) {
        assertThat(LfsPointer.parse(content)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oid sha256:0123\nsize 1\n",
                "size 12\n",
                "oid sha1:0123456789abcdef0123456789abcdef01234567\nsize 1\n",
                "oid sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nsize -1\n"
            })
    void shouldTakeHalfAPointerForAFile(String rest) {
        assertThat(LfsPointer.parse((HEAD + rest).getBytes(UTF_8))).isEmpty();
    }
}
