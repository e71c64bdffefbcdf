package io.gantry.loader.fetch.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of the source is a function of text.
class OciPartsTest {

    private static final OciReference IRIS = new OciReference("ghcr.io", "acme/iris", "v1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghcr.io",
                "https://ghcr.io",
                "https://ghcr.io/",
                "http://GHCR.io/v2/",
                "ghcr.io/acme",
                "ghcr.io/acme/iris"
            })
    void shouldFindTheEntryOfARegistry(String key) {
        assertThat(basic(IRIS, "\"%s\":{\"auth\":\"bWU6Z2VoZWlt\"}".formatted(key)))
                .contains("bWU6Z2VoZWlt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ghcr.i", "other.io", "ghcr.io/ac", "ghcr.io/acme/iris2", "ghcr.io:80"})
    void shouldNotGiveOneRegistrysPasswordToAnother(String key) {
        assertThat(basic(IRIS, "\"%s\":{\"auth\":\"bWU6Z2VoZWlt\"}".formatted(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://index.docker.io/v1/", "docker.io", "registry-1.docker.io"})
    void shouldKnowDockerHubByItsNames(String key) {
        OciReference alpine = new OciReference("docker.io", "library/alpine", "latest");

        assertThat(basic(alpine, "\"%s\":{\"auth\":\"bWU6Z2VoZWlt\"}".formatted(key))).isPresent();
    }

    @Test
    void shouldPreferTheNearestEntry() {
        String entries =
                "\"ghcr.io\":{\"auth\":\"YTpi\"},\"ghcr.io/acme\":{\"username\":\"me\",\"password\":\"geheim\"}";

        assertThat(basic(IRIS, entries))
                .contains(Base64.getEncoder().encodeToString("me:geheim".getBytes(UTF_8)));
        assertThat(basic(IRIS, "\"ghcr.io\":{}")).isEmpty();
        assertThat(basic(IRIS, "\"ghcr.io\":{\"auth\":\"no base64\\r\\n\"}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"auths\":[]}", "{\"auths\":{}", "geheim"})
    void shouldRefuseWhatIsNoDockerConfig(String text) {
        assertThat(DockerConfig.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer realm=\"https://auth.io/token\",service=\"r\",scope=\"repository:a/b:pull,push\" | bearer | repository:a/b:pull,push",
                "bearer scope=x , realm=\"https://a\" | bearer | x",
                "Basic realm=\"a \\\"b\\\"\" | basic | ''",
                "Negotiate | negotiate | ''"
            })
    void shouldReadChallenges(String header, String scheme, String scope) {
        Challenge challenge = Challenge.parse(header).orElseThrow();

        assertThat(challenge.scheme()).isEqualTo(scheme);
        assertThat(challenge.parameter("scope")).isEqualTo(scope);
        assertThat(Challenge.parse(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/amd64 linux/arm64 | arm64 | 1",
                "linux/amd64 linux/arm64 | amd64 | 0",
                "windows/amd64 linux/amd64 | amd64 | 1",
                "linux/amd64 unknown/unknown | arm64 | 0",
                "linux/amd64 linux/s390x | arm64 | none",
                "- - | arm64 | 0",
                "unknown/unknown | amd64 | none"
            })
    void shouldChooseTheImageForAMachine(String platforms, String machine, String chosen)
            throws Exception {
        StringBuilder images = new StringBuilder();
        int index = 0;
        for (String platform : platforms.split(" ", -1)) {
            String[] parts = platform.split("/", -1);
            images.append(index == 0 ? "" : ",")
                    .append("{\"digest\":\"%d\"".formatted(index++))
                    .append(
                            parts.length < 2
                                    ? "}"
                                    : ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}"
                                            .formatted(parts[0], parts[1]));
        }
        var tree = new ObjectMapper().readTree("{\"manifests\":[%s]}".formatted(images));

        assertThat(
                        new Platform(machine)
                                .choose(tree)
                                .map(image -> image.path("digest").asText())
                                .orElse("none"))
                .isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource({"amd64, amd64", "x86_64, amd64", "aarch64, arm64", "s390x, s390x"})
    void shouldCallArchitecturesAsRegistriesDo(String java, String expected) {
        assertThat(Platform.of(java).architecture()).isEqualTo(expected);
    }

    private static Optional<String> basic(OciReference reference, String entries) {
        return DockerConfig.parse("{\"auths\":{%s}}".formatted(entries))
                .orElseThrow()
                .basic(reference);
    }
}
