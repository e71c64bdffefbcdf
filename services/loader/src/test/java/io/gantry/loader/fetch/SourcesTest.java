package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gantry.events.FailureReason;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {

    private final Sources sources = new Sources(List.of());

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
