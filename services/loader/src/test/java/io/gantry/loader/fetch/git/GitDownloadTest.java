package io.gantry.loader.fetch.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Certificates;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Downloads from Git's own server, over HTTP.
class GitDownloadTest {

    @TempDir Path root;
    @TempDir Path cache;

    private GitServer server;
    private Path repository;
    private Settings settings;

    @BeforeEach
    void start() throws IOException {
        server = new GitServer(root, null);
        repository = server.repository("iris");
        settings =
                Settings.impatient()
                        .with("gantry.loader.download.read-timeout", "20s")
                        .with("gantry.loader.cache.directory", cache.toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldCacheTheFilesOfTheNewestCommitAndKeepNoRepository() throws IOException {
        server.commit(repository, Map.of("old.bin", "old"));
        GitServer.git(repository, "rm", "-q", "old.bin");
        server.commit(repository, Map.of("config.json", "{}", "1/weights.bin", "weights"));

        try (GitSource source = source(settings);
                Loading loading = new Loading(cache, settings, source)) {
            for (String uri : List.of(uri(""), server.address() + "/iris.git")) {
                Manifest manifest = loading.loaded(uri);
                assertThat(manifest.files())
                        .extracting(VerifiedFile::path)
                        .containsExactlyInAnyOrder("config.json", "1/weights.bin");
                assertThat(loading.pathOf(manifest).resolve("1/weights.bin")).hasContent("weights");
            }
            assertThat(repositories()).isEmpty();
        }
    }

    @Test
    void shouldFindBranchesTagsAndCommits() {
        String first = server.commit(repository, Map.of("a.bin", "first"));
        GitServer.git(repository, "tag", "-a", "v1", "-m", "annotated");
        GitServer.git(repository, "tag", "light");
        GitServer.git(repository, "checkout", "-q", "-b", "feature/b");
        server.commit(repository, Map.of("b.bin", "second"));
        GitServer.git(repository, "checkout", "-q", "main");

        assertThat(paths(uri("@v1"))).containsExactly("a.bin");
        assertThat(paths(uri("@light"))).containsExactly("a.bin");
        assertThat(paths(uri("@" + first))).containsExactly("a.bin");
        assertThat(paths(uri("@feature/b"))).containsExactlyInAnyOrder("a.bin", "b.bin");
        assertThat(paths(uri("@refs/heads/main"))).containsExactly("a.bin");
    }

    @Test
    void shouldCacheOneDirectoryOrOneFile() {
        server.commit(
                repository,
                Map.of("models/iris/a.bin", "a", "models/iris-2/b.bin", "b", "c.bin", "c"));

        assertThat(paths(uri("#models/iris"))).containsExactly("a.bin");
        assertThat(paths(uri("#subdirectory=models/iris/"))).containsExactly("a.bin");
        assertThat(paths(uri("@main#models")))
                .containsExactlyInAnyOrder("iris/a.bin", "iris-2/b.bin");
        assertThat(paths(uri("#c.bin"))).containsExactly("c.bin");
    }

    @Test
    void shouldDownloadLargeFilesFromGitLfsInParts() throws IOException {
        byte[] weights = new byte[1024 * 1024 + 17];
        new Random(3).nextBytes(weights);
        server.commit(
                repository, Map.of("config.json", "{}", "model.bin", server.pointer(weights)));
        Settings parts = settings.with("gantry.loader.download.part-size", "64K");

        try (GitSource source = source(parts);
                Loading loading = new Loading(cache, parts, source)) {
            Manifest manifest = loading.loaded(uri(""));

            assertThat(loading.pathOf(manifest).resolve("model.bin")).hasBinaryContent(weights);
            assertThat(server.asked())
                    .filteredOn(request -> request.endsWith("/batch"))
                    .as("one address is good for all parts")
                    .hasSize(1);
            assertThat(repositories()).isEmpty();
        }
    }

    @Test
    void shouldRefuseALargeFileThatIsAnother() {
        String pointer = server.pointer(new byte[] {1, 2, 3});
        server.commit(repository, Map.of("model.bin", pointer));
        server.damage(pointer);

        Failure failure = failure(settings, uri(""));

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("model.bin arrived damaged: its SHA-256 is");
    }

    @Test
    void shouldSayThatALargeFileIsMissingOrEndsEarly() {
        String pointer = server.pointer(new byte[] {1, 2, 3});
        server.commit(repository, Map.of("model.bin", pointer));
        server.breakOff();
        Failure early = failure(settings, uri(""));
        server.lose(pointer);
        Failure missing = failure(settings, uri(""));

        assertThat(early.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(missing.reason()).isEqualTo(FailureReason.STORAGE_NOT_FOUND);
        assertThat(missing.message()).contains("Git LFS of 127.0.0.1", "has no file");
    }

    @Test
    void shouldShowCredentialsToTheHostThatTheyAreFor() throws Exception {
        server.commit(
                repository,
                Map.of("config.json", "{}", "model.bin", server.pointer(new byte[] {1})));
        server.require("geheim");
        String host = server.address().substring("http://".length());
        Settings configured =
                settings.with("gantry.loader.git.password", "geheim")
                        .with("gantry.loader.git.host", host);
        Settings elsewhere = configured.with("gantry.loader.git.host", "git.example");
        Settings wrong = configured.with("gantry.loader.git.password", "falsch");

        assertThat(paths(configured, uri(""))).hasSize(2);
        for (Settings refused : List.of(settings, elsewhere, wrong)) {
            Failure failure = failure(refused, uri(""));
            assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
            assertThat(failure.message()).contains("answered 401");
            assertThat(failure.remedy()).contains("GIT_PASSWORD");
            assertThat(failure.toString()).doesNotContain("geheim", "falsch");
        }
        try (GitSource source = source(settings)) {
            Location place =
                    new Location(
                            StorageUri.parse(uri("")),
                            new Credentials(Map.of("GIT_USERNAME", "me", "GIT_TOKEN", "geheim")));
            assertThat(source.list(place)).hasSize(2);
        }
    }

    @Test
    void shouldSayWhatIsMissing() {
        server.commit(repository, Map.of("a.bin", "a"));

        assertNotFound(uri("@none"), "no branch, tag or commit 'none'");
        assertNotFound(uri("@" + "1".repeat(40)), "no branch, tag or commit '1111");
        assertNotFound(uri("#none"), "no file 'none' and none below it");
        assertNotFound(uri("#a"), "no file 'a' and none below it");
        assertNotFound("git+" + server.address() + "/none.git", "there is no repository");
    }

    @Test
    void shouldSayThatARepositoryHasNoCommit() {
        assertNotFound(uri(""), "the repository has no commit");
    }

    @Test
    void shouldRefuseLinksAndMoreThanIsAllowed() throws IOException {
        server.commit(repository, Map.of("a.bin", "a"));
        byte[] noise = new byte[200_000];
        new Random(5).nextBytes(noise);
        Files.write(repository.resolve("big.bin"), noise);
        server.commit(repository, Map.of());
        Settings small = settings.with("gantry.loader.git.max-size", "100K");

        assertThat(failure(small, uri("")).message())
                .contains("come to more than gantry.loader.git.max-size");
        assertThat(repositories()).isEmpty();

        Files.createSymbolicLink(repository.resolve("link"), Path.of("a.bin"));
        server.commit(repository, Map.of());

        assertThat(failure(settings, uri("")).message()).contains("'link' is a symbolic link");
        assertThat(repositories()).isEmpty();
    }

    /// The branch moves on, and what was listed is still what is read.
    @Test
    void shouldReadTheListedCommitAlsoWhenItsRepositoryIsGone() throws Exception {
        server.commit(repository, Map.of("a.bin", "first"));
        Location place = new Location(StorageUri.parse(uri("@main")), Credentials.NONE);
        RemoteFile file;
        try (GitSource before = source(settings)) {
            file = before.list(place).getFirst();
            assertThat(repositories()).hasSize(1);
        }
        assertThat(repositories()).isEmpty();
        server.commit(repository, Map.of("a.bin", "second"));

        try (GitSource after = source(settings);
                InputStream in = after.open(place, file, new Range(2, Range.END))) {
            assertThat(in).hasContent("rst");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git+ssh://git@host/iris.git",
                "git://host/iris.git",
                "git+https://me:geheim@host/iris.git",
                "git+https:///iris.git",
                "git+https://host",
                "git+https://host/iris.git?a=b"
            })
    void shouldRefuseWhatLeadsNowhere(String uri) {
        Failure failure = failure(settings, uri);

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_URI_NOT_SUPPORTED);
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldSayWhoIsUnknownSilentOrNotTrusted(@TempDir Path keys) throws IOException {
        Certificates certificates = new Certificates(keys);
        try (GitServer secure = new GitServer(root, certificates.server("dns:localhost"))) {
            server.commit(repository, Map.of("a.bin", "a"));
            String uri = secure.address() + "/iris.git";

            assertThat(failure(settings, uri).message())
                    .contains("the certificate of localhost:", "signed by nobody");
            assertThat(
                            paths(
                                    settings.with(
                                            "gantry.loader.tls.ca-bundles",
                                            certificates.bundle().toString()),
                                    uri))
                    .containsExactly("a.bin");
        }
        assertThat(failure(settings, "git+https://nowhere.invalid/a.git").message())
                .contains("the host nowhere.invalid is unknown");
        server.close();
        assertThat(failure(settings, uri("")).message()).contains("no connection to");
    }

    private String uri(String more) {
        return "git+" + server.address() + "/iris.git" + more;
    }

    private List<Path> repositories() throws IOException {
        Path directory = cache.resolve("git");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(directory)) {
            return each.toList();
        }
    }

    private List<String> paths(String uri) {
        return paths(settings, uri);
    }

    private List<String> paths(Settings with, String uri) {
        try (GitSource source = source(with);
                Loading loading = new Loading(cache, with, source)) {
            return loading.loaded(uri).files().stream().map(VerifiedFile::path).toList();
        }
    }

    private void assertNotFound(String uri, String message) {
        Failure failure = failure(settings, uri);
        assertThat(failure.message()).contains(message);
        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_NOT_FOUND);
    }

    private Failure failure(Settings with, String uri) {
        try (GitSource source = source(with);
                Loading loading = new Loading(cache, with, source)) {
            return loading.failure(uri);
        }
    }

    private static GitSource source(Settings with) {
        var config = with.config();
        return new GitSource(
                config,
                new TrustedCertificates(config),
                InstantSource.system(),
                config.cache().directory().resolve("git"));
    }
}
