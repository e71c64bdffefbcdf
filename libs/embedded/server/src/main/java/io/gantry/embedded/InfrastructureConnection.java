package io.gantry.embedded;

/// How to reach a running infrastructure; what `infrastructure.json` in its directory says.
public record InfrastructureConnection(
        long pid, String kafkaBootstrapServers, Postgres postgres, S3 s3) {

    public record Postgres(String host, int port, String user, String password, String database) {

        public String jdbcUrl() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        }

        public String reactiveUrl() {
            return "postgresql://%s:%d/%s".formatted(host, port, database);
        }

        @Override
        public String toString() {
            return "Postgres[" + jdbcUrl() + ", user=" + user + "]";
        }
    }

    public record S3(String endpoint, String accessKey, String secretKey) {

        @Override
        public String toString() {
            return "S3[" + endpoint + ", accessKey=" + accessKey + "]";
        }
    }

    static InfrastructureConnection of(EmbeddedInfrastructure infrastructure) {
        EmbeddedPostgres postgres = infrastructure.postgres();
        EmbeddedS3 s3 = infrastructure.s3();
        return new InfrastructureConnection(
                ProcessHandle.current().pid(),
                infrastructure.kafka().bootstrapServers(),
                new Postgres(
                        postgres.host(),
                        postgres.port(),
                        postgres.account().user(),
                        postgres.account().password(),
                        postgres.account().database()),
                new S3(
                        s3.endpoint().toString(),
                        s3.credentials().accessKey(),
                        s3.credentials().secretKey()));
    }
}
