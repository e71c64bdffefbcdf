package io.gantry.loader.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestingTest {

    private static final byte[] CONTENT = "hello world".getBytes(StandardCharsets.UTF_8);

    /// By `sha256sum`, `md5sum`, `git hash-object`.
    @ParameterizedTest
    @CsvSource({
        "SHA256, b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
        "MD5, 5EB63BBBE01EEED093CB22BB8F5ACDC3",
        "GIT_BLOB, 95d09f2b10159347eece71399a7e2e907ea3df4f",
        "CRC32C, c99465aa"
    })
    void shouldFindWhatTheSourceSays(Checksum.Algorithm algorithm, String hex) {
        Digesting.Result result = digest(new Checksum(algorithm, hex));

        assertThat(result.fault()).isEmpty();
        assertThat(result.sha256())
                .isEqualTo("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    }

    @ParameterizedTest
    @CsvSource({"SHA256, SHA-256", "MD5, MD5", "GIT_BLOB, git blob id", "CRC32C, CRC32C"})
    void shouldSayWhatDiffers(Checksum.Algorithm algorithm, String words) {
        assertThat(digest(new Checksum(algorithm, "00")).fault())
                .hasValueSatisfying(fault ->
                        assertThat(fault)
                                .startsWith("its " + words + " is ")
                                .endsWith(", the source says 00"));
    }

    /// As `aws s3 cp` makes it of parts of four bytes.
    @Test
    void shouldFindTheTagOfAnObjectThatCameInParts() {
        String tag = "177e85e8bb233bd57a6aabda201a0c2c-3";

        assertThat(digest(new Checksum(Checksum.Algorithm.MD5_OF_PARTS, tag, 4)).fault()).isEmpty();
        assertThat(digest(new Checksum(Checksum.Algorithm.MD5_OF_PARTS, tag, 5)).fault())
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("its MD5 of parts is "));
        assertThat(digest(new Checksum(Checksum.Algorithm.MD5_OF_PARTS, "x-1", 11)).actual())
                .endsWith("-1");
    }

    /// RFC 3720, B.4: 32 bytes of zeros.
    @Test
    void shouldComputeTheCastagnoliCrcOfTheStandard() {
        Digesting digesting =
                new Digesting(new Checksum(Checksum.Algorithm.CRC32C, "8a9136aa"), 32L);
        digesting.update(new byte[32], 0, 32);

        assertThat(digesting.end().fault()).isEmpty();
    }

    @Test
    void shouldForgetWhatWasBeforeItStartedOver() {
        Digesting digesting =
                new Digesting(
                        new Checksum(
                                Checksum.Algorithm.GIT_BLOB,
                                "95d09f2b10159347eece71399a7e2e907ea3df4f"),
                        (long) CONTENT.length);
        digesting.update(new byte[7], 0, 7);
        digesting.reset();
        digesting.update(CONTENT, 0, CONTENT.length);

        assertThat(digesting.end().fault()).isEmpty();
    }

    private static Digesting.Result digest(Checksum expected) {
        Digesting digesting = new Digesting(expected, (long) CONTENT.length);
        digesting.update(CONTENT, 0, 4);
        digesting.update(CONTENT, 4, CONTENT.length - 4);
        return digesting.end();
    }
}
