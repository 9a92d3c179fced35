#pragma once
int x;
