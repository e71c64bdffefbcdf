package io.gantry.kserve.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresConformance
class StorageUriVectorsTest {

    /// Where KServe's controller has no certain answer (modelscope), neither has the vector.
    static Stream<Arguments> uris() {
        List<Arguments> uris = new ArrayList<>();
        Conformance.json("kserve/vectors/storage-uri.json")
                .get("storageUris")
                .forEach(each -> {
                    if (!each.get("acceptedByController").isNull()) {
                        uris.add(
                                Arguments.of(
                                        each.get("uri").asText(),
                                        each.get("acceptedByController").asBoolean()));
                    }
                });
        return uris.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uris")
    void shouldAcceptTheSchemesThatKServesControllerAccepts(String uri, boolean accepted) {
        assertThat(StorageScheme.supported(uri)).isEqualTo(accepted);
    }
}
