# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# The packages are a layer of their own: they change less often than the code.
COPY global.json Directory.*.props .editorconfig ./
COPY src/AiSre.Core/AiSre.Core.csproj src/AiSre.Core/packages.lock.json src/AiSre.Core/
COPY migrations/AiSre.Migrations.csproj migrations/packages.lock.json migrations/
COPY src/AiSre/AiSre.csproj src/AiSre/packages.lock.json src/AiSre/
RUN dotnet restore src/AiSre/AiSre.csproj --locked-mode

COPY src/AiSre.Core src/AiSre.Core
COPY migrations migrations
COPY src/AiSre src/AiSre
COPY wwwroot wwwroot
RUN dotnet publish src/AiSre/AiSre.csproj --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY runbooks runbooks

# The image's own unprivileged account. AiSre writes nothing to the image: its state is in PostgreSQL.
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=8080
# Added at the start where no runbook has their id yet; empty for none.
ENV Runbooks__Import=/app/runbooks
EXPOSE 8080

# The image has no curl; bash can ask by itself, without starting a second runtime every half minute.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]

ENTRYPOINT ["dotnet", "AiSre.dll"]
CMD ["run"]
