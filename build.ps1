#!/usr/bin/env pwsh
# Starts the build. Compiles it first only where a source has changed, by content.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

$root = $PSScriptRoot
$temp = Join-Path $root '.nuke/temp'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = 1
$env:DOTNET_NOLOGO = 1
$env:NUKE_TELEMETRY_OPTOUT = 1

function Say([string] $message) { [Console]::Error.WriteLine($message) }

# The dotnet on PATH where it has the SDK that global.json asks for, else one of our own, as NUKE's bootstrap does.
function Find-Dotnet {
    $found = Get-Command dotnet -ErrorAction SilentlyContinue
    Push-Location $root
    try {
        if ($found) {
            & $found.Source --version *> $null
            if ($LASTEXITCODE -eq 0) { return $found.Source }
        }
    }
    finally { Pop-Location }
    $own = Join-Path $temp "dotnet/dotnet$(if ($IsLinux -or $IsMacOS) { '' } else { '.exe' })"
    if (-not (Test-Path $own)) {
        Say 'No .NET 10 SDK on PATH: installing one into .nuke/temp/dotnet.'
        New-Item -ItemType Directory -Force $temp > $null
        $installer = Join-Path $temp 'dotnet-install.ps1'
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        (New-Object System.Net.WebClient).DownloadFile('https://dot.net/v1/dotnet-install.ps1', $installer)
        & $installer -Channel 10.0 -InstallDir (Join-Path $temp 'dotnet') -NoPath
    }
    $own
}

# What the program is made from: names and contents, no clock.
function Get-Fingerprint([string] $engine) {
    $sources = Get-ChildItem -Recurse -File (Join-Path $root 'build') -Include *.cs, *.csproj, *.props, *.json, *.sh, *.lock, *.md, .editorconfig |
        Where-Object { $_.FullName -notmatch '[\\/]build[\\/](tests|benchmarks)[\\/]' } | Sort-Object FullName
    $parts = @($engine) + @($sources | ForEach-Object { $_.FullName.Substring($root.Length); (Get-FileHash -Algorithm SHA256 $_.FullName).Hash })
    $bytes = [Text.Encoding]::UTF8.GetBytes($parts -join "`n")
    $hash = [Security.Cryptography.SHA256]::Create().ComputeHash($bytes)
    ([BitConverter]::ToString($hash) -replace '-', '').Substring(0, 16).ToLowerInvariant()
}

function Invoke-MSBuild([string] $verb, [string] $engine, [string[]] $more) {
    # Another folder's global.json would choose another SDK.
    Push-Location $root
    try { & $dotnet $verb (Join-Path $root 'build/targets/_build.csproj') --nologo -v quiet "-p:BuildEngine=$engine" "-p:ArtifactsPath=$temp/artifacts" @more }
    finally { Pop-Location }
}

# The packages of record where the feed has them, else the stand-in; the choice stays.
function Select-Engine {
    $remembered = Join-Path $temp 'engine'
    $engine = if ($env:BuildEngine) { $env:BuildEngine } elseif (Test-Path $remembered) { (Get-Content -Raw $remembered).Trim() } else { '' }
    if ($engine -in 'nuke', 'offline') { return $engine }
    if ($engine) { Say "BuildEngine is '$engine'. Set it to nuke or offline."; exit 2 }
    New-Item -ItemType Directory -Force $temp > $null
    Invoke-MSBuild restore nuke *> $null
    $engine = if ($LASTEXITCODE -eq 0) { 'nuke' } else { 'offline' }
    Set-Content $remembered $engine
    $engine
}

# For those who want to know.
function Show-Engine([string] $engine, [string[]] $arguments) {
    if (" $arguments " -notmatch ' --verbosity verbose ') { return }
    if ($engine -eq 'nuke') { Say 'Engine: Nuke.Common from the package feed.' }
    else { Say 'Engine: the offline stand-in in build/engine (BuildEngine=nuke asks the package feed for Nuke.Common).' }
}

$dotnet = Find-Dotnet
$engine = Select-Engine
$program = Join-Path $temp "program/$(Get-Fingerprint $engine)"
if (-not (Test-Path $program)) {
    # One run compiles, others wait for it: the lock is an open file, and goes with its holder.
    New-Item -ItemType Directory -Force (Join-Path $temp 'program') > $null
    $lock = $null
    while (-not $lock) {
        try { $lock = [IO.File]::Open((Join-Path $temp 'build.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { Start-Sleep -Milliseconds 200 }
    }
    try {
        if (-not (Test-Path $program)) {
            Say 'Compiling the build.'
            Show-Engine $engine $args
            Invoke-MSBuild build $engine @('-c', 'Release') | Out-String | ForEach-Object { if ($LASTEXITCODE) { Say $_ } }
            if ($LASTEXITCODE) { Say 'The build does not compile. See the errors above.'; exit 1 }
            if (Test-Path "$program.new") { Remove-Item -Recurse -Force "$program.new" }
            Copy-Item -Recurse -Force (Join-Path $temp 'artifacts/bin/_build/release') "$program.new"
            Move-Item "$program.new" $program
        }
    }
    finally { $lock.Dispose() }
}

$env:BuildEngine = $engine
$env:DOTNET_HOST_PATH = $dotnet
# Told where its root is, it works from any folder; paths that are typed stay relative to this one.
$more = if ($args -match '^--?root$') { @() } else { @('--root', $root) }
& $dotnet (Join-Path $program '_build.dll') @args @more
exit $LASTEXITCODE
