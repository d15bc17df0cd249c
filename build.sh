#!/usr/bin/env bash
# One script for everything a contributor does. `./build.sh help` lists the verbs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "build.sh: the .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again." >&2
    exit 2
  fi
  case "$(dotnet --version 2>/dev/null)" in
    10.*) ;;
    *) echo "build.sh: found .NET SDK '$(dotnet --version 2>/dev/null || true)', need 10.x: https://dotnet.microsoft.com/download/dotnet/10.0" >&2; exit 2 ;;
  esac
}

# Tools that only tests use: a browser that opens the report, MaxMind's own reader as an oracle, Java for the real
# Kafka and Elasticsearch, Kafka's native library where the package feed lacks it, Node for independent clients.
need_test_tools() {
  local missing=()
  command -v chromium >/dev/null 2>&1 || missing+=(chromium)
  command -v mmdblookup >/dev/null 2>&1 || missing+=(mmdb-bin)
  command -v java >/dev/null 2>&1 || missing+=(openjdk-17-jre-headless)
  command -v node >/dev/null 2>&1 || missing+=(nodejs)
  command -v npm >/dev/null 2>&1 || missing+=(npm)
  [ "$(ldconfig -p 2>/dev/null | grep -c 'librdkafka\.so\.1')" != 0 ] || missing+=(librdkafka1)
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "build.sh: installing ${missing[*]} for the tests" >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || true
  else
    echo "build.sh: ${missing[*]} not found: the tests that need them say so and are left out. On Debian: sudo apt-get install ${missing[*]}" >&2
  fi
}

# The program as it ships, compiled ahead of time: tests and benchmarks start it hundreds of times.
publish_program() {
  if dotnet publish src/Streams.Cli -c Release --use-current-runtime --no-self-contained -v quiet --nologo -o artifacts/program \
      -p:NuGetLockFilePath=obj/publish.lock.json -p:RestoreLockedMode=false -p:RunAnalyzers=false -p:PublishReadyToRun=true; then
    export STREAMS_PROGRAM="$PWD/artifacts/program/streams.dll"
  else
    echo "build.sh: not published (the lines above say why): what was built is started instead" >&2
  fi
}

case "${1:-help}" in
  build)
    need_dotnet
    dotnet build Streams.sln -c Release -v quiet
    ;;
  test)
    need_dotnet
    need_test_tools
    dotnet build Streams.sln -c Release -v quiet
    publish_program
    results=$(mktemp -d)
    run_tests() {
      dotnet test "$1" -c Release --no-build -v quiet --filter "Category!=Campaign" --logger "console;verbosity=minimal" \
        --logger "trx;LogFileName=$(basename "$1" .csproj).trx" --results-directory "$results"
    }
    # Two lanes, as a test of servers mostly waits; the simulator, which needs neither server nor clock, takes what they
    # leave of the processor. Campaigns of many minutes have verbs of their own.
    lane() {
      local status=0
      for project in "$@"; do run_tests "$project" || status=1; done
      return "$status"
    }
    simulator=tests/Streams.Simulation/Streams.Simulation.csproj servers=tests/Streams.Acceptance/Streams.Acceptance.csproj
    others=()
    for project in tests/*/*.csproj; do
      case "$project" in "$simulator" | "$servers" | *Streams.Benchmarks.csproj) ;; *) others+=("$project") ;; esac
    done
    (renice -n 19 "$BASHPID" >/dev/null 2>&1 || true; lane "$simulator") >"$results/simulator.log" 2>&1 &
    simulation=$!
    lane "$servers" >"$results/servers.log" 2>&1 &
    service=$!
    trap 'kill "$simulation" "$service" 2>/dev/null || true; rm -rf "$results"' EXIT
    failed=0
    lane "${others[@]}" || failed=1
    wait "$service" || failed=1
    wait "$simulation" || failed=1
    cat "$results/servers.log" "$results/simulator.log"
    # Every line of these counts comes from the runner's own result files; a skipped test is neither passed nor hidden.
    sum() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{s+=$1} END {print s+0}'; }
    passed=$(sum passed) broken=$(sum failed) errors=$(sum error) skipped=$(sum notExecuted)
    broken=$((broken + errors))
    if [ "$failed" = 1 ] && [ "$broken" = 0 ]; then broken=1; fi
    if [ "$passed" = 0 ]; then broken=$((broken + 1)); fi
    if [ "$skipped" != 0 ]; then echo "$passed passed, $broken failed, $skipped skipped"; else echo "$passed passed, $broken failed"; fi
    [ "$broken" = 0 ]
    ;;
  chaos)
    need_dotnet
    # About a million events over three workers, killed at random a hundred times. Takes tens of minutes.
    export STREAMS_CHAOS_KILLS="${STREAMS_CHAOS_KILLS:-100}" STREAMS_CHAOS_RATE="${STREAMS_CHAOS_RATE:-1000}"
    export STREAMS_RUN_MINUTES="${STREAMS_RUN_MINUTES:-15}"
    export STREAMS_CHAOS_ACCOUNTS="${STREAMS_CHAOS_ACCOUNTS:-2000}" STREAMS_CHAOS_DAYS="${STREAMS_CHAOS_DAYS:-36}"
    publish_program
    exec dotnet test tests/Streams.Acceptance -c Release --nologo --logger "console;verbosity=detailed" \
      --filter "${STREAMS_CAMPAIGN:+FullyQualifiedName~$STREAMS_CAMPAIGN&}(Category=Campaign|FullyQualifiedName~Service.ServiceTests)" "${@:2}"
    ;;
  fmt)
    need_dotnet
    dotnet format Streams.sln "${@:2}"
    ;;
  bench)
    need_dotnet
    dotnet build Streams.sln -c Release -v quiet
    publish_program
    exec dotnet tests/Streams.Benchmarks/bin/Release/net10.0/Streams.Benchmarks.dll "${@:2}"
    ;;
  simulate)
    need_dotnet
    # --seed N: one seed with its trace; --seeds N: so many, --seeds A-B: from one to another. Default: 50,000.
    export STREAMS_SIMULATION_SEEDS=50000
    while [ $# -gt 1 ]; do
      case "$2" in
        --seed) export STREAMS_SIMULATION_SEED="${3:?--seed needs a number}" ;;
        --seeds) export STREAMS_SIMULATION_SEEDS="${3:?--seeds needs a number}" ;;
        *) echo "build.sh: simulate knows --seed N, --seeds N and --seeds A-B, not '$2'" >&2; exit 2 ;;
      esac
      shift 2
    done
    dotnet build tests/Streams.Simulation -c Release -v quiet
    exec dotnet test tests/Streams.Simulation -c Release --no-build -v quiet --filter "FullyQualifiedName~ServiceTests|FullyQualifiedName~FaultTests" --logger "console;verbosity=detailed"
    ;;
  demo)
    exec ./streams demo "${@:2}"
    ;;
  help|--help|-h)
    cat <<'TEXT'
./build.sh build    compile everything (Release, warnings are errors)
./build.sh test     compile and run every test; the last line is "N passed, N failed"
./build.sh fmt      format the code (add --verify-no-changes to check only)
./build.sh simulate [--seeds N | --seeds A-B | --seed N]: the service on a simulated log with kills and rot (50,000 seeds), or one seed's trace
./build.sh chaos    the service on a real broker with a hundred kill -9 over a million events (STREAMS_CHAOS_* change that), sinks under
                    faults (STREAMS_SINK_EVENTS=1000000 by hand, given up after STREAMS_SINK_MINUTES), latency to document and webhook, a soak
                    of STREAMS_SOAK_MINUTES (30); STREAMS_CAMPAIGN=NAME runs one
./build.sh bench    [all|events|state|hunt|accounts|pipeline|restore]: CPU and bytes an event as ratios to a bare walk, memory an account, hunt over 1 GB;
                    accounts: an event over 10 k, 100 k and 1 M accounts; pipeline [PAIRS [RECORDS]]: a worker on a real broker
                    beside a bare consume-and-walk; restore [ACCOUNTS]: a restart of a shard that knows so many
./build.sh demo     the same as ./streams demo
TEXT
    ;;
  *)
    echo "build.sh: unknown verb '$1'; try ./build.sh help" >&2
    exit 2
    ;;
esac
