package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageUriTest {

    @ParameterizedTest
    @CsvSource({
        "https://host/m.onnx, https://host/m.onnx",
        "https://host/m.onnx?X-Amz-Signature=s3cret&a=b, https://host/m.onnx?...",
        "https://me:pa@ss@host/m, https://...@host/m",
        "https://host/a@b, https://host/a@b",
        "gs://bucket/m?token=s3cret, gs://bucket/m?...",
        "s3://bucket/what?is@this, s3://bucket/what?is@this",
        "abfss://models@kf.dfs.core.windows.net/m?sig=s3cret, abfss://models@kf.dfs.core.windows.net/m?...",
        "abfss://me:s3cret@kf.dfs.core.windows.net/m, abfss://...@kf.dfs.core.windows.net/m",
        "s3://key:s3cret@bucket/m, s3://...@bucket/m",
        "file:///models/a@b?c, file:///models/a@b?c",
        "http:/me:s3cret@host/m?q=s3cret, http:/...@host/m?..."
    })
    void shouldShowWhereAndNotWithWhatRights(String given, String shown) {
        assertThat(StorageUri.redacted(given)).isEqualTo(shown);
    }

    @Property
    void shouldNeverShowAPasswordOrASignature(
            @ForAll @AlphaChars @StringLength(min = 12, max = 20) String secret,
            @ForAll @StringLength(max = 10) String path) {
        String signed = "https://host/" + path + "?signature=" + secret;
        String withUser = "https://user:" + secret + "@host/" + path;

        assertThat(StorageUri.redacted(signed)).doesNotContain(secret);
        assertThat(StorageUri.redacted(withUser)).doesNotContain(secret);
    }
}
