package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.StorageScheme;
import io.gantry.kserve.validate.Validation;
import io.gantry.loader.Backends;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.file.FileRoots;
import io.gantry.loader.outcome.LoadFailedException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {

    private final Sources sources = new Sources(List.of());

    /// What the registry refuses nobody can load.
    @Test
    void shouldReadNothingThatTheRegistryRefuses() {
        Settings settings = Settings.impatient();
        List<String> forms =
                new ArrayList<>(
                        // What docs/storage.md writes besides.
                        List.of(
                                "az://container/prefix",
                                "abfs://container@account.dfs.core.windows.net/path",
                                "abfss://container@account.dfs.core.windows.net/path",
                                "oci+native://registry/repository:tag",
                                "oci+fetch://registry/repository:tag"));
        try (Sources all =
                Backends.of(
                        settings.config(),
                        new TrustedCertificates(settings.config()),
                        InstantSource.system(),
                        Path.of("scratch"),
                        FileRoots.allowed(settings.config()))) {
            assertThat(all.forms()).hasSize(9);
            forms.addAll(all.forms());
        }

        assertThat(forms)
                .allSatisfy(form -> {
                    assertThat(StorageScheme.readable(form)).as(form).isTrue();
                    assertThat(Validation.validate(serviceAt(form), null)).as(form).isEmpty();
                });
    }

    private static InferenceService serviceAt(String uri) {
        String service =
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "m", "namespace": "ml"},
                 "spec": {"predictor": {"model": {"modelFormat": {"name": "onnx"}, "storageUri": "%s"}}}}
                """
                        .formatted(uri);
        try {
            return KServeJson.read(KServeJson.mapper().readTree(service), InferenceService.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hdfs://user/me/model, hadoop distcp",
        "webhdfs://user/me/model, hadoop distcp",
        "modelscope://org/model, hf://",
        "ftp://host/path, Put the model where one of these leads to"
    })
    void shouldSayWhatToDoAboutStorageThatIsNotRead(String uri, String remedy)
            throws LoadFailedException {
        StorageUri parsed = StorageUri.parse(uri);

        LoadFailedException refused =
                assertThrows(LoadFailedException.class, () -> sources.of(parsed));

        assertThat(refused.failure().reason()).isEqualTo(FailureReason.STORAGE_URI_NOT_SUPPORTED);
        assertThat(refused).hasMessageContaining("no loader for the scheme '" + parsed.scheme());
        assertThat(refused.failure().remedy()).contains(remedy);
    }
}
