# syntax=docker/dockerfile:1
# The image of `streams`: no shell, no package manager, not root, nothing to write to. -extra brings the time zones
# that working hours are counted in.
ARG DOTNET=mcr.microsoft.com/dotnet

FROM --platform=$BUILDPLATFORM ${DOTNET}/sdk:10.0-noble AS build
ARG TARGETARCH
# Passed to MSBuild as it is: -p:Name=Value. The image has no librdkafka of its own: Confluent's package brings it.
ARG PROPERTIES=-p:KafkaClient=package
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Packages are a layer of their own, built again only when a project file changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Streams.Cli/Streams.Cli.csproj src/Streams.Cli/packages.lock.json src/Streams.Cli/
COPY src/Streams.Console/Streams.Console.csproj src/Streams.Console/packages.lock.json src/Streams.Console/
COPY src/Streams.Core/Streams.Core.csproj src/Streams.Core/packages.lock.json src/Streams.Core/
COPY src/Streams.Elasticsearch/Streams.Elasticsearch.csproj src/Streams.Elasticsearch/packages.lock.json src/Streams.Elasticsearch/
COPY src/Streams.Files/Streams.Files.csproj src/Streams.Files/packages.lock.json src/Streams.Files/
COPY src/Streams.Kafka/Streams.Kafka.csproj src/Streams.Kafka/packages.lock.json src/Streams.Kafka/KafkaClient.props src/Streams.Kafka/
COPY src/Streams.Runtime/Streams.Runtime.csproj src/Streams.Runtime/packages.lock.json src/Streams.Runtime/
COPY src/Streams.Synthetic/Streams.Synthetic.csproj src/Streams.Synthetic/packages.lock.json src/Streams.Synthetic/
COPY src/Streams.Webhooks/Streams.Webhooks.csproj src/Streams.Webhooks/packages.lock.json src/Streams.Webhooks/
RUN dotnet restore src/Streams.Cli/Streams.Cli.csproj -a $TARGETARCH --force-evaluate $PROPERTIES

COPY . .
RUN dotnet publish src/Streams.Cli/Streams.Cli.csproj -c Release -a $TARGETARCH --no-restore --no-self-contained -o /app $PROPERTIES
# The final image has no shell to make folders with.
RUN mkdir -p /work-folder

FROM ${DOTNET}/aspnet:10.0-noble-chiseled-extra
ENV DOTNET_EnableDiagnostics=0
WORKDIR /app
COPY --from=build /app .
COPY config/streams.yaml config/networks.csv /etc/streams/
COPY config/detections /etc/streams/detections/
COPY --from=build --chown=$APP_UID:$APP_UID /work-folder /var/lib/streams
USER $APP_UID
WORKDIR /var/lib/streams
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["/app/streams", "health", "--config", "/etc/streams/streams.yaml"]
ENTRYPOINT ["/app/streams"]
CMD ["run", "--config", "/etc/streams/streams.yaml"]
