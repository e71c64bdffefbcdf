package io.gantry.bench.loader;

import io.gantry.bench.OnPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gantry's loader, first, and those of its peers that this machine has, as they come.
///
/// @param missing why each of the others is not there, by its name
record Downloaders(List<Downloader> present, Map<String, String> missing) {

    static final String GANTRY = "gantry pull";

    static Downloaders of(S3Access access, PullProgram pull)
            throws IOException, InterruptedException {
        List<Downloader> present = new ArrayList<>();
        Map<String, String> missing = new LinkedHashMap<>();
        present.add(new Downloader(GANTRY, pull::download, access.environment(), false));
        OnPath.find("rclone")
                .ifPresentOrElse(
                        program -> {
                            present.add(rclone(program, access));
                            present.add(hashed(rclone(program, access)));
                        },
                        () ->
                                missing.put(
                                        "rclone", "not on the PATH (Debian: apt install rclone)"));
        OnPath.find("curl")
                .ifPresentOrElse(
                        program -> {
                            present.add(curl(program, access));
                            present.add(hashed(curl(program, access)));
                        },
                        () -> missing.put("curl", "not on the PATH (Debian: apt install curl)"));
        present.add(crt(access));
        switch (KServeStorage.install()) {
            case KServeStorage.Installed.Python(Path python) -> present.add(kserve(python, access));
            case KServeStorage.Installed.Missing(String why) -> missing.put("kserve-storage", why);
        }
        return new Downloaders(present, missing);
    }

    /// Its configuration in the environment, and none of the user's.
    private static Downloader rclone(Path program, S3Access access) {
        Map<String, String> environment =
                Map.of(
                        "RCLONE_CONFIG",
                        "",
                        "RCLONE_S3_PROVIDER",
                        "Other",
                        "RCLONE_S3_REGION",
                        S3Access.REGION,
                        "RCLONE_S3_ENDPOINT",
                        access.endpoint().toString(),
                        "RCLONE_S3_ACCESS_KEY_ID",
                        access.accessKey(),
                        "RCLONE_S3_SECRET_ACCESS_KEY",
                        access.secretKey());
        return new Downloader(
                "rclone",
                (payload, destination) ->
                        List.of(
                                program.toString(),
                                "copy",
                                ":s3:%s/%s".formatted(Payload.BUCKET, payload.prefix()),
                                destination.toString()),
                environment,
                false);
    }

    private static Downloader curl(Path program, S3Access access) {
        return new Downloader(
                "curl",
                (payload, destination) ->
                        List.of(
                                program.toString(),
                                "--silent",
                                "--show-error",
                                "--fail",
                                "--aws-sigv4",
                                "aws:amz:%s:s3".formatted(S3Access.REGION),
                                "--user",
                                access.accessKey() + ":" + access.secretKey(),
                                "--header",
                                "x-amz-content-sha256: UNSIGNED-PAYLOAD",
                                "--create-dirs",
                                "--output",
                                destination.resolve("model.bin").toString(),
                                "%s/%s/%s"
                                        .formatted(
                                                access.endpoint(),
                                                Payload.BUCKET,
                                                payload.keys().getFirst())),
                Map.of(),
                true);
    }

    /// The same, and then what `gantry pull` does besides: the SHA-256 of every file.
    private static Downloader hashed(Downloader downloader) {
        return new Downloader(
                downloader.name() + ", sha256sum",
                (payload, destination) -> {
                    List<String> words =
                            new ArrayList<>(
                                    List.of(
                                            "sh",
                                            "-c",
                                            "to=$1; shift; \"$@\" && find \"$to\" -type f -exec sha256sum {} + >/dev/null",
                                            "sh",
                                            destination.toString()));
                    words.addAll(downloader.command().download(payload, destination));
                    return words;
                },
                downloader.environment(),
                downloader.onlyOneFile());
    }

    private static Downloader crt(S3Access access) {
        return new Downloader(
                "AWS CRT (Java)",
                (payload, destination) ->
                        ModelStore.ownJava(
                                CrtMain.class,
                                access.endpoint().toString(),
                                payload.prefix(),
                                destination.toString()),
                Map.of(),
                false);
    }

    private static Downloader kserve(Path python, S3Access access) {
        return new Downloader(
                "kserve-storage",
                (payload, destination) ->
                        KServeStorage.download(python, payload.uri(), destination),
                access.environment(),
                false);
    }
}
