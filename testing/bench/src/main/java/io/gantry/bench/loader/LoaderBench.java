package io.gantry.bench.loader;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The same files from the same S3 by each downloader in turn, round by round, so that whatever
/// else the machine does hits all alike.
@Command(
        name = "loader",
        description =
                "Downloads from a local S3 by the loader, rclone, curl, AWS' native client and KServe's own.",
        mixinStandardHelpOptions = true)
public final class LoaderBench implements Callable<Integer> {

    @Option(names = "--quick", description = "256 MiB and one round instead of 4 GiB and five.")
    private boolean quick;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each of them downloads all; 5, or 1 with --quick.")
    private int rounds;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<Payload> payloads = Payload.of(quick);
        try (Scratch scratch = Scratch.create(payloads);
                ModelStore store = start(scratch.directory("s3"))) {
            PullProgram pull =
                    PullProgram.trained(
                            store.access(), Payload.training(), scratch.directory("training"));
            Downloaders downloaders = Downloaders.of(store.access(), pull);
            downloaders
                    .missing()
                    .forEach((name, why) -> say("MISSING: %s: %s".formatted(name, why)));
            Map<Payload, Map<String, List<Usage>>> runs = new LinkedHashMap<>();
            for (int round = 1; round <= rounds(); round++) {
                for (Payload payload : payloads) {
                    measure(round, payload, downloaders, scratch, runs);
                }
            }
            LoaderReport.of(rounds(), runs, downloaders.missing())
                    .print(spec.commandLine().getOut());
        }
        return 0;
    }

    private ModelStore start(Path directory) throws IOException {
        say("  uploading");
        return ModelStore.start(directory, quick);
    }

    private void measure(
            int round,
            Payload payload,
            Downloaders downloaders,
            Scratch scratch,
            Map<Payload, Map<String, List<Usage>>> runs)
            throws IOException, InterruptedException {
        for (Downloader downloader : downloaders.present()) {
            if (!downloader.suits(payload)) {
                continue;
            }
            Path destination = scratch.directory("download");
            // What was written before this is not to be waited for in this.
            Usage.sync(destination);
            Usage usage =
                    Usage.of(
                            downloader.command().download(payload, destination),
                            downloader.environment(),
                            destination);
            requireWhole(downloader, payload, destination);
            Scratch.delete(destination);
            runs.computeIfAbsent(payload, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(downloader.name(), _ -> new ArrayList<>())
                    .add(usage);
            say("  round %d, %s: %s".formatted(round, payload.name(), downloader.name()));
        }
    }

    private static void requireWhole(Downloader downloader, Payload payload, Path destination)
            throws IOException {
        try (Stream<Path> files = Files.walk(destination)) {
            List<Path> there = files.filter(Files::isRegularFile).toList();
            long bytes = there.stream().mapToLong(file -> file.toFile().length()).sum();
            if (there.size() != payload.files() || bytes != payload.bytes()) {
                throw CliException.failed(
                        "%s brought %d files of %d bytes, not %d of %d"
                                .formatted(
                                        downloader.name(),
                                        there.size(),
                                        bytes,
                                        payload.files(),
                                        payload.bytes()));
            }
        }
    }

    private int rounds() {
        return rounds > 0 ? rounds : quick ? 1 : 5;
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
    }
}
